select person, @of_greatest(root, depth) as root from person_now_step group by person
