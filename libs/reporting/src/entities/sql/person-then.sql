select inquiry, arg_max(root, depth) as root from person_then_step group by inquiry
