# Only for: sqlite

op.execute(sqlite.insert(account).values(id=1).on_conflict_do_nothing(index_elements=["id"]))
