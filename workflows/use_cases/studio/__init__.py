"""The studio: démarches being designed, file by file, checked, tried, published.

`drafts` lists, opens, begins and abandons; `files` reads and saves one file under its own lock;
`parts` adds, renames and removes; `create` makes a draft from nothing, a template or a copy,
`take_in` from an import; `snapshots` gives back what was replaced; `verify` checks, `mend` takes a
quick fix; `scenarios` runs and keeps the tests, `play` tries the draft on the real screens;
`publication` makes it a version, `opening` opens and closes that to the public. `editors` is what
each editor asks; `desk` what all share: the draft's row, its files, the journal.
"""
