"""Sessions: factories for applications, and the unit of work that revisions use on a connection."""


def _attributes(cls):
    seen = {}
    for key, column in cls.__mapper__._attributes:
        seen.setdefault(key, column)
    return seen


def _key_of(column):
    return column.key


class Query:
    """`session.query(...)`: entities or columns, conditions, and what is done with the rows."""

    def __init__(self, session, entities):
        self.session = session
        self._entities = list(entities)
        self._from = None
        self._where = []
        self._calls = []

    def _copy(self):
        new = Query(self.session, self._entities)
        new._from = self._from
        new._where = list(self._where)
        new._calls = list(self._calls)
        return new

    def _with(self, name, *args, **kwargs):
        new = self._copy()
        new._calls.append((name, args, kwargs))
        return new

    def filter(self, *conditions):
        new = self._copy()
        new._where.extend(conditions)
        return new

    where = filter

    def filter_by(self, **values):
        entity = self._entity()
        return self.filter(*[getattr(entity, key) == value for key, value in values.items()])

    def order_by(self, *args):
        return self._with("order_by", *args)

    def group_by(self, *args):
        return self._with("group_by", *args)

    def having(self, *args):
        return self._with("having", *args)

    def limit(self, count):
        return self._with("limit", count)

    def offset(self, count):
        return self._with("offset", count)

    def distinct(self, *args):
        return self._with("distinct", *args)

    def select_from(self, *args):
        return self._with("select_from", *args)

    def join(self, target, onclause=None, **kwargs):
        if onclause is None:
            raise _unsupported("Query.join() without a condition")
        return self._with("join", target, onclause, **kwargs)

    def outerjoin(self, target, onclause=None, **kwargs):
        if onclause is None:
            raise _unsupported("Query.outerjoin() without a condition")
        return self._with("outerjoin", target, onclause, **kwargs)

    def with_entities(self, *entities):
        new = self._copy()
        new._entities = list(entities)
        return new

    def with_for_update(self, **kwargs):
        return self._with("with_for_update", **kwargs)

    def options(self, *args):
        return self

    def yield_per(self, count):
        return self

    def execution_options(self, **kwargs):
        return self

    def enable_eagerloads(self, value):
        return self

    def populate_existing(self):
        return self

    def _entity(self):
        for entity in self._entities:
            if hasattr(entity, "__mapper__"):
                return entity
            owner = getattr(entity, "class_", None)
            if owner is not None:
                return owner
        raise _unsupported("a query without a mapped class")

    def _statement(self):
        from sqlalchemy import select

        columns = []
        for entity in self._entities:
            if hasattr(entity, "__mapper__"):
                columns.extend(_attributes(entity).values())
            else:
                columns.append(entity)
        statement = select(*columns)
        if self._where:
            statement = statement.where(*self._where)
        for name, args, kwargs in self._calls:
            statement = getattr(statement, name)(*args, **kwargs)
        return statement

    @property
    def statement(self):
        return self._statement()

    def subquery(self, name=None):
        return self._statement().subquery(name)

    def exists(self):
        return self._statement().exists()

    def scalar_subquery(self):
        return self._statement().scalar_subquery()

    as_scalar = scalar_subquery

    def all(self):
        self.session.flush()
        rows = self.session.bind.execute(self._statement()).fetchall()
        if len(self._entities) == 1 and hasattr(self._entities[0], "__mapper__"):
            return [self.session._load(self._entities[0], row) for row in rows]
        if any(hasattr(entity, "__mapper__") for entity in self._entities):
            out = []
            for row in rows:
                values, at = [], 0
                for entity in self._entities:
                    if hasattr(entity, "__mapper__"):
                        size = len(_attributes(entity))
                        values.append(self.session._load(entity, row[at:at + size]))
                        at += size
                    else:
                        values.append(row[at])
                        at += 1
                out.append(tuple(values))
            return out
        return rows

    def __iter__(self):
        return iter(self.all())

    def first(self):
        rows = self.limit(1).all()
        return rows[0] if rows else None

    def one_or_none(self):
        rows = self.all()
        if len(rows) > 1:
            from sqlalchemy.exc import MultipleResultsFound

            raise MultipleResultsFound("Multiple rows were found when one or none was required")
        return rows[0] if rows else None

    def one(self):
        row = self.one_or_none()
        if row is None:
            from sqlalchemy.exc import NoResultFound

            raise NoResultFound("No row was found when one was required")
        return row

    def scalar(self):
        row = self.first()
        return row[0] if row is not None else None

    def get(self, ident):
        return self.session.get(self._entity(), ident)

    def count(self):
        from sqlalchemy import func, select

        self.session.flush()
        inner = self._statement().subquery()
        return self.session.bind.execute(select(func.count()).select_from(inner)).scalar()

    def update(self, values, synchronize_session=None, **kwargs):
        from sqlalchemy import update

        self.session.flush()
        entity = self._entity()
        attributes = _attributes(entity)
        named = {}
        for key, value in values.items():
            if isinstance(key, str):
                named[attributes[key].name if key in attributes else key] = value
            else:
                named[key.name] = value
        statement = update(entity.__table__).values(named)
        if self._where:
            statement = statement.where(*self._where)
        return self.session.bind.execute(statement).rowcount

    def delete(self, synchronize_session=None):
        from sqlalchemy import delete

        self.session.flush()
        statement = delete(self._entity().__table__)
        if self._where:
            statement = statement.where(*self._where)
        return self.session.bind.execute(statement).rowcount


class Session:
    """A unit of work over one connection; flushes in the order of additions."""

    def __init__(self, bind=None, **kwargs):
        self.bind = bind
        self.info = {}
        self._new = []
        self._loaded = []
        self._deleted = []

    def connection(self, *args, **kwargs):
        return self.bind

    def get_bind(self, *args, **kwargs):
        return self.bind

    def query(self, *entities):
        return Query(self, entities)

    def execute(self, statement, params=None, **kwargs):
        self.flush()
        return self.bind.execute(statement, params)

    def scalar(self, statement, params=None, **kwargs):
        return self.execute(statement, params).scalar()

    def scalars(self, statement, params=None, **kwargs):
        return self.execute(statement, params).scalars()

    def _load(self, cls, row):
        attributes = _attributes(cls)
        values = dict(zip(attributes, row))
        primary = tuple(values[key] for key, column in attributes.items() if column.primary_key)
        for known, _, identity in self._loaded:
            if type(known) is cls and identity == primary:
                return known
        instance = cls.__new__(cls)
        instance.__dict__.update(values)
        self._loaded.append((instance, values, primary))
        return instance

    def get(self, entity, ident, **kwargs):
        if not isinstance(ident, tuple):
            ident = (ident,)
        keys = [key for key, column in _attributes(entity).items() if column.primary_key]
        return self.query(entity).filter_by(**dict(zip(keys, ident))).first()

    def add(self, instance, _warn=True):
        if not any(known is instance for known, _, _ in self._loaded) and not any(new is instance for new in self._new):
            self._new.append(instance)

    def add_all(self, instances):
        for instance in instances:
            self.add(instance)

    def delete(self, instance):
        self._deleted.append(instance)

    def merge(self, instance, **kwargs):
        raise _unsupported("Session.merge()")

    def refresh(self, instance, *args, **kwargs):
        self.flush()

    def expire(self, instance, *args):
        pass

    def expunge(self, instance):
        self._new = [new for new in self._new if new is not instance]
        self._loaded = [entry for entry in self._loaded if entry[0] is not instance]

    def bulk_save_objects(self, objects, **kwargs):
        self.add_all(objects)
        self.flush()

    def bulk_insert_mappings(self, mapper, mappings, **kwargs):
        table = mapper.__table__
        rows = [dict(row) for row in mappings]
        if rows:
            self.bind.execute(table.insert(), rows)

    def bulk_update_mappings(self, mapper, mappings):
        attributes = _attributes(mapper)
        for row in mappings:
            conditions = [attributes[key] == row[key] for key in row if attributes[key].primary_key]
            values = {attributes[key].name: value for key, value in row.items() if not attributes[key].primary_key}
            self.bind.execute(mapper.__table__.update().where(*conditions).values(values))

    def _default(self, column):
        default = column.default
        if default is None or getattr(default, "is_sequence", False) or getattr(default, "is_clause_element", False):
            return None, False
        value = default.arg
        if callable(value):
            try:
                value = value()
            except TypeError:
                value = value(None)
        return value, True

    def flush(self, *args, **kwargs):
        new, self._new = self._new, []
        for instance in new:
            cls = type(instance)
            values = {}
            for key, column in _attributes(cls).items():
                if key in instance.__dict__:
                    values[column.name] = instance.__dict__[key]
                else:
                    value, has_default = self._default(column)
                    if has_default:
                        values[column.name] = value
                        instance.__dict__[key] = value
            result = self.bind.execute(cls.__table__.insert().values(values))
            inserted = getattr(result, "inserted_primary_key", None)
            primary = [key for key, column in _attributes(cls).items() if column.primary_key]
            for position, key in enumerate(primary):
                if instance.__dict__.get(key) is None and inserted and position < len(inserted):
                    instance.__dict__[key] = inserted[position]
            current = {key: instance.__dict__.get(key) for key in _attributes(cls)}
            self._loaded.append((instance, current, tuple(current[key] for key in primary)))
        for index, (instance, before, identity) in enumerate(self._loaded):
            attributes = _attributes(type(instance))
            changed = {key: instance.__dict__.get(key) for key in attributes if instance.__dict__.get(key) is not before.get(key) and instance.__dict__.get(key) != before.get(key)}
            if changed:
                table = type(instance).__table__
                primary = [column for column in attributes.values() if column.primary_key]
                conditions = [column == value for column, value in zip(primary, identity)]
                values = {attributes[key].name: value for key, value in changed.items()}
                self.bind.execute(table.update().where(*conditions).values(values))
                self._loaded[index] = (instance, {**before, **changed}, identity)
        deleted, self._deleted = self._deleted, []
        for instance in deleted:
            attributes = _attributes(type(instance))
            conditions = [column == instance.__dict__.get(key) for key, column in attributes.items() if column.primary_key]
            self.bind.execute(type(instance).__table__.delete().where(*conditions))
            self._loaded = [entry for entry in self._loaded if entry[0] is not instance]

    def commit(self):
        # The session joined the migration's transaction, which ends with the step.
        self.flush()

    def rollback(self):
        self._new = []
        self._deleted = []
        self.bind.rollback()

    def close(self):
        self._new = []
        self._loaded = []

    def begin(self, *args, **kwargs):
        return self

    def begin_nested(self):
        self.flush()
        return self.bind.begin_nested()

    def in_transaction(self):
        return True

    def expire_all(self):
        self.flush()
        self._loaded = []

    def expunge_all(self):
        self.close()

    @property
    def no_autoflush(self):
        import contextlib

        return contextlib.nullcontext()

    def __enter__(self):
        return self

    def __exit__(self, kind, *args):
        if kind is None:
            self.flush()

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        raise _unsupported(f"Session.{name}()")


class sessionmaker:
    def __init__(self, bind=None, *args, class_=None, **kwargs):
        self.bind = bind
        self.class_ = class_ or Session
        self.kw = kwargs

    def __call__(self, bind=None, **kwargs):
        return self.class_(bind=bind or self.bind)

    def configure(self, **kwargs):
        self.kw.update(kwargs)
        self.bind = kwargs.get("bind", self.bind)

    def begin(self):
        return self()

    def __class_getitem__(cls, item):
        return cls


class scoped_session:
    def __init__(self, session_factory, scopefunc=None):
        self.session_factory = session_factory

    def __call__(self, **kwargs):
        return self.session_factory(**kwargs)

    def remove(self):
        pass

    def configure(self, **kwargs):
        pass

    def query_property(self, query_cls=None):
        return None


class AsyncSession(Session):
    pass


class async_sessionmaker(sessionmaker):
    pass


class async_scoped_session(scoped_session):
    pass


class AsyncAttrs:
    pass


class SessionTransaction:
    pass


class Bundle:
    def __init__(self, name, *args, **kwargs):
        self.name = name


def close_all_sessions():
    pass


def create_session(bind=None, **kwargs):
    return Session(bind=bind, **kwargs)


def async_object_session(instance):
    return None


def _unsupported(name):
    return NotImplementedError(f"alembic-rs: {name} is not followed natively")
