"""Interpolators: what each one is called, how far it reaches, its weights."""
