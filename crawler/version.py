"""Which baokan this is.  Not from the package's metadata, which a checkout and an egg lack."""

VERSION = "0.1.0"
