"""Playing a draft without publishing it: a small world of its own, thrown away afterwards.

`sandbox` makes, opens and sweeps these worlds; `cast` are the invented people in them; `begin`
opens one for an analyst; `pass_time` moves its clock; `sheet` shows what happened; `fill` types
invented answers; `record` makes a scenario of it.
"""
