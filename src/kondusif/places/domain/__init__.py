"""Place codes and names as plain Python."""
