"""What every feature stands on. Nothing in here imports a feature package."""
