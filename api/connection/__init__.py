"""What a connection may do before any route hears of it: heads, sizes, times, numbers and rates."""
