"""The studio's screens: one file each; `base` gives them their frame and their sub-menu."""
