"""The syntax of FEEL (DMN 1.5, 10.3.1): from text to a tree, and from other tools' languages."""
