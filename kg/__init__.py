"""News articles in, a citable, validated event knowledge graph out."""

__version__ = "0.1.0"
