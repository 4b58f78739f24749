"""Resampling of an array through a grid."""
