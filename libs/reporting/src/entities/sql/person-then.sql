select inquiry, @of_greatest(root, depth) as root from person_then_step group by inquiry
