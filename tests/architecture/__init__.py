"""What holds for the whole house, whoever builds in it."""
