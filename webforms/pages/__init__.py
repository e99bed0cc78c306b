"""The pages, one file each: a view is one transaction and one verb."""
