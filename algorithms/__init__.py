"""Processing algorithms: each turns QGIS parameters into a job of the core's chains."""
