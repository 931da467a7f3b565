"""The statistics of risk and warning: arrays in, frozen values out; seeds and `now` are passed in. Plain Python and NumPy."""
