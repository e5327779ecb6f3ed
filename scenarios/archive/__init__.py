"""The archive: results of many campaigns in one folder, asked questions in SQL."""
