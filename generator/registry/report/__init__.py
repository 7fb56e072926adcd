"""What commands have found or done, as text, Markdown, HTML, JSON, mail, and in the forges' formats."""
