"""Tests in a real browser: pages opened from disk, offline, and whatever they ask for or say written down."""
