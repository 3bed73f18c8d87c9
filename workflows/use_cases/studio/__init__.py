"""The studio: démarches being designed, file by file, checked, tried and taken in from elsewhere.

`drafts` lists, opens, begins and abandons; `files` reads and saves one file under its own lock;
`create` makes a draft from nothing, a template or a copy, `take_in` from an import; `snapshots`
gives back what was replaced; `verify` checks;
`desk` is what they share: the draft's row, its files, the journal.
"""
