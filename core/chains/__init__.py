"""Jobs from files to files: what to do, as plain values, and how it is carried out."""
