"""What a mask, a window, a cell and a coordinate are: the ground everything stands on."""
