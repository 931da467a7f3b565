"""Writes of the room: editions are kept, alarms raised and decided on."""
