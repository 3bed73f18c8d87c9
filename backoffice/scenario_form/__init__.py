"""A scenario as a form: `rows` draws its steps, `reading` makes a scenario of what was sent."""
