"""The central PostgreSQL of one district on Debian; standard library only."""
