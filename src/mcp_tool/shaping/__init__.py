"""From records to cells: columns, projections, layout, and the sentence about them."""
