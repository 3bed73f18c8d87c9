"""Accounts, sign-in and what proves who somebody is."""
