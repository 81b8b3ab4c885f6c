# Only for: mysql mariadb

op.execute(mysql.insert(account).values(id=1, name="x").on_duplicate_key_update(name="y"))
