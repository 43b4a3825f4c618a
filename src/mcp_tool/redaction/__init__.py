"""Where secrets stand in AWS answers, and what they look like in text."""
