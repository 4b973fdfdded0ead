"""Groups of hires side by side: by fair, year, country, university, size, region, Japanese at the start, support."""
