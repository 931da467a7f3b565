"""What makes two texts one event, and what a judgement changes; plain Python."""
