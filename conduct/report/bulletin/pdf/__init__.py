"""A document as a .pdf: every place on the page is reckoned here."""
