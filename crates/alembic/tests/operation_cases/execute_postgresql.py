# Only for: postgresql

op.execute(postgresql.insert(account).values(id=1).on_conflict_do_nothing())

op.execute(postgresql.insert(account).values(id=1, name="x").on_conflict_do_update(index_elements=["id"], set_={"name": "y"}, where=account.c.id > 3))
