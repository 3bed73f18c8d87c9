"""The identity card of a démarche: `demarche.toml`, read and edited."""
