"""Parts of the Okta stand-in."""
