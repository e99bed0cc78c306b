"""What scripts of our pages ask for: resumable uploads, files, the editor's drafts."""
