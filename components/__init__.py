"""What gets built, cloud-neutral: specs, results, capabilities and the component classes."""
