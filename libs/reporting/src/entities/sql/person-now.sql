select person, arg_max(root, depth) as root from person_now_step group by person
