"""An article becomes resolutions: what each mention of a place was taken to mean."""
