"""Google Cloud, as its discovery documents and Pulumi's SDK describe it."""
