"""Who may ask and how often: keys and their plans, wrong keys, requests in an hour."""
