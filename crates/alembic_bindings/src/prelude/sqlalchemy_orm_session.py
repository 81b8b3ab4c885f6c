"""Sessions: factories for applications, and the unit of work that revisions use on a connection.

What needs other tables than an instance's own (relationships, inheritance, cascades) is refused, not guessed.
"""
import _alembic_native as _native
import _alembic_packages as _packages

_STATE = "_sa_instance_state"
_MAPPER_ARGUMENTS = {"eager_defaults", "exclude_properties", "include_properties", "confirm_deleted_rows"}


def _attributes(cls):
    """Columns by attribute."""
    seen = {}
    for key, column in cls.__mapper__._attributes:
        seen.setdefault(key, column)
    return seen


def _primary(cls):
    return [key for key, column in _attributes(cls).items() if column.primary_key]


def _is_entity(value):
    return isinstance(value, type) and hasattr(value, "__mapper__")


def _state(instance):
    return instance.__dict__.get(_STATE)


def _relationships(cls):
    from sqlalchemy.orm._attributes import _Attribute

    return [name for base in cls.__mro__ for name, value in vars(base).items() if isinstance(value, _Attribute)]


def _flush_levels(classes):
    """Classes in the order of a flush: along relationships, and otherwise in the order of their names; foreign keys
    alone order nothing."""
    todo = sorted(classes, key=lambda cls: "%s.%s" % (cls.__module__, cls.__name__))

    def waits(cls, other):
        if other is cls or not (_relationships(cls) or _relationships(other)):
            return False
        return any(key.target_fullname.rpartition(".")[0] == other.__table__.fullname for key in cls.__table__.foreign_keys)

    levels = []
    while todo:
        level = [cls for cls in todo if not any(waits(cls, other) for other in todo)] or todo
        levels.append(level)
        todo = [cls for cls in todo if cls not in level]
    return levels


def _check_class(cls):
    """Refuses what is mapped to more than one plain table."""
    for base in cls.__mro__[1:]:
        if "__mapper__" in vars(base):
            _native.unsupported(f"instances of {cls.__name__}, which inherits from another mapped class")
    arguments = getattr(cls, "__mapper_args__", None) or {}
    if not set(arguments) <= _MAPPER_ARGUMENTS:
        _native.unsupported(f"instances of {cls.__name__} with __mapper_args__")


def _missing(instance, key):
    """The value of an attribute that is not loaded."""
    state = _state(instance)
    if state is None or state.identity is None:
        return None
    if state.session is None:
        from sqlalchemy.orm.exc import DetachedInstanceError

        raise DetachedInstanceError(
            f"Instance {object.__repr__(instance)} is not bound to a Session; attribute refresh operation cannot proceed"
        )
    state.session._reload(instance)
    return instance.__dict__.get(key)


class _State:
    """What a session knows of an instance."""

    def __init__(self, session):
        self.session = session
        self.identity = None
        self.committed = {}

    def expire(self, instance, keys=None):
        for key in list(self.committed) if keys is None else keys:
            self.committed.pop(key, None)
            instance.__dict__.pop(key, None)

    def is_stale(self, instance):
        return any(key not in instance.__dict__ for key in _attributes(type(instance)))


class Query:
    """`session.query(...)`: entities or columns, conditions, and what is done with the rows."""

    def __init__(self, session, entities):
        self.session = session
        self._entities = list(entities)
        self._where = []
        self._calls = []

    def _copy(self):
        new = Query(self.session, self._entities)
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
            _native.unsupported("Query.join() without a condition")
        return self._with("join", target, onclause, **kwargs)

    def outerjoin(self, target, onclause=None, **kwargs):
        if onclause is None:
            _native.unsupported("Query.outerjoin() without a condition")
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
        _packages.check_execution(**kwargs)
        return self

    def enable_eagerloads(self, value):
        return self

    def populate_existing(self):
        return self

    def _entity(self):
        for entity in self._entities:
            if _is_entity(entity):
                return entity
            owner = getattr(entity, "class_", None)
            if owner is not None:
                return owner
        _native.unsupported("a query without a mapped class")

    def _statement(self):
        from sqlalchemy import select

        columns = []
        for entity in self._entities:
            if _is_entity(entity):
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

    def __clause_element__(self):
        return self._statement()

    def subquery(self, name=None):
        return self._statement().subquery(name)

    def exists(self):
        return self._statement().exists()

    def scalar_subquery(self):
        return self._statement().scalar_subquery()

    as_scalar = scalar_subquery

    def all(self):
        self.session._autoflush()
        rows = self.session.bind.execute(self._statement()).fetchall()
        loaded = self.session._entity_rows(self._entities, rows)
        if len(self._entities) == 1 and _is_entity(self._entities[0]):
            return [row[0] for row in loaded]
        return loaded

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
        rows = self.all()
        if len(rows) != 1:
            from sqlalchemy.exc import MultipleResultsFound, NoResultFound

            if rows:
                raise MultipleResultsFound("Multiple rows were found when exactly one was required")
            raise NoResultFound("No row was found when one was required")
        return rows[0]

    def scalar(self):
        from sqlalchemy.exc import NoResultFound

        try:
            row = self.one()
        except NoResultFound:
            return None
        return row[0] if isinstance(row, tuple) else row

    def get(self, ident):
        return self.session.get(self._entity(), ident)

    def count(self):
        from sqlalchemy import func, select

        self.session._autoflush()
        inner = self._statement().subquery()
        return self.session.bind.execute(select(func.count()).select_from(inner)).scalar()

    def _target(self, what):
        if self._calls:
            _native.unsupported(f"Query.{what}() after {self._calls[0][0]}()")
        self.session._autoflush()
        entity = self._entity()
        _check_class(entity)
        return entity

    def update(self, values, synchronize_session="auto", update_args=None):
        from sqlalchemy import update

        if update_args:
            _native.unsupported("Query.update(update_args=...)")
        entity = self._target("update")
        attributes = _attributes(entity)
        named = {}
        for key, value in values.items():
            if isinstance(key, str):
                named[attributes[key].key if key in attributes else key] = value
            else:
                named[key.key] = value
        statement = update(entity.__table__).values(named)
        if self._where:
            statement = statement.where(*self._where)
        count = self.session.bind.execute(statement).rowcount
        self.session._expire_class(entity)
        return count

    def delete(self, synchronize_session="auto", delete_args=None):
        from sqlalchemy import delete

        if delete_args:
            _native.unsupported("Query.delete(delete_args=...)")
        entity = self._target("delete")
        statement = delete(entity.__table__)
        if self._where:
            statement = statement.where(*self._where)
        count = self.session.bind.execute(statement).rowcount
        self.session._expire_class(entity)
        return count

    def slice(self, start, stop):
        offset = 0
        for name, args, _ in self._calls:
            if name == "offset":
                offset = args[0] or 0
        if not isinstance(offset, int):
            _native.unsupported("a slice of a Query whose offset is an expression")
        new = self
        if stop is not None:
            new = new.limit(stop - (start or 0))
        if start is not None:
            new = new.offset(offset + start or None)
        return new

    def __getitem__(self, item):
        if isinstance(item, slice):
            start, stop = item.start, item.stop
            if isinstance(stop, int) and isinstance(start, int) and stop - start <= 0:
                return []
            if (isinstance(start, int) and start < 0) or (isinstance(stop, int) and stop < 0):
                raise IndexError("negative indexes are not accepted by SQL index / slice operators")
            rows = list(self.slice(start, stop))
            return rows[None:None:item.step] if item.step is not None else rows
        if item == -1:
            raise IndexError("negative indexes are not accepted by SQL index / slice operators")
        return list(self[item:item + 1])[0]

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        _native.unsupported(f"Query.{name}()")


class Session:
    """A unit of work over one connection."""

    def __init__(self, bind=None, *, autoflush=True, expire_on_commit=True, **options):
        from sqlalchemy import event

        event._refuse_orm()
        _packages.check_session(**options)
        self.bind = bind
        self.info = dict(options.get("info") or {})
        self.autoflush = autoflush
        self.expire_on_commit = expire_on_commit
        self._new = []
        self._loaded = []
        self._deleted = []
        self._has_joined = False
        self._savepoint = None

    def _join(self):
        """Inside of a savepoint of the connection the session works in one of its own (`conditional_savepoint`)."""
        if self._has_joined:
            return
        self._has_joined = True
        inside = getattr(self.bind, "in_nested_transaction", None)
        if inside is not None and inside():
            self._savepoint = self.bind.begin_nested()

    def _leave(self):
        """Ends the transaction; gives the savepoint to end, if it was one."""
        own, self._savepoint, self._has_joined = self._savepoint, None, False
        return own

    def connection(self, *args, **kwargs):
        return self.bind

    def get_bind(self, *args, **kwargs):
        return self.bind

    def query(self, *entities):
        return Query(self, entities)

    def _autoflush(self):
        if self.autoflush:
            self.flush()

    # Statements

    def execute(self, statement, params=None, **kwargs):
        self._join()
        self._autoflush()
        entities = getattr(statement, "_entities", None)
        if entities is None:
            result = self.bind.execute(statement, params)
            if not result.returns_rows:
                # An UPDATE or DELETE may have changed what was loaded.
                self._expire_loaded()
            return result
        if not isinstance(entities, tuple):
            _native.unsupported("a SELECT of mapped classes whose columns were changed")
        from sqlalchemy import select

        columns = []
        for entity in entities:
            columns.extend(_attributes(entity).values() if _is_entity(entity) else [entity])
        result = self.bind.execute(statement.with_only_columns(*columns), params)
        rows = self._entity_rows(entities, result.fetchall())
        derived = result._derive(rows)
        if rows:
            derived._keys = list(rows[0]._fields)
        return derived

    def scalar(self, statement, params=None, **kwargs):
        return self.execute(statement, params).scalar()

    def scalars(self, statement, params=None, **kwargs):
        return self.execute(statement, params).scalars()

    def _entity_rows(self, entities, rows):
        """Rows with one instance for the columns of each mapped class."""
        from sqlalchemy.engine._result import Row

        if not any(_is_entity(entity) for entity in entities):
            return rows
        keys = []
        for position, entity in enumerate(entities):
            keys.append(entity.__name__ if _is_entity(entity) else getattr(entity, "key", None) or f"_{position}")
        out = []
        for row in rows:
            values, at = [], 0
            for entity in entities:
                if _is_entity(entity):
                    size = len(_attributes(entity))
                    values.append(self._load(entity, row[at:at + size]))
                    at += size
                else:
                    values.append(row[at])
                    at += 1
            out.append(Row(keys, values))
        return out

    # Instances

    def _known(self, cls, identity):
        for known in self._loaded:
            if type(known) is cls and _state(known).identity == identity:
                return known
        return None

    def _load(self, cls, row):
        _check_class(cls)
        attributes = _attributes(cls)
        values = dict(zip(attributes, row))
        identity = tuple(values[key] for key in _primary(cls))
        if all(value is None for value in identity):
            return None
        instance = self._known(cls, identity)
        if instance is None:
            instance = cls.__new__(cls)
            state = _State(self)
            state.identity = identity
            instance.__dict__[_STATE] = state
            self._loaded.append(instance)
        self._fill(instance, values)
        return instance

    def _fill(self, instance, values):
        """Sets the attributes that are not loaded."""
        state = _state(instance)
        for key, value in values.items():
            if key not in instance.__dict__:
                instance.__dict__[key] = value
                state.committed[key] = value

    def _reload(self, instance):
        from sqlalchemy import select

        attributes = _attributes(type(instance))
        identity = zip(_primary(type(instance)), _state(instance).identity)
        conditions = [attributes[key] == value for key, value in identity]
        row = self.bind.execute(select(*attributes.values()).where(*conditions)).first()
        if row is None:
            from sqlalchemy.orm.exc import ObjectDeletedError

            raise ObjectDeletedError(
                f"Instance '<{type(instance).__name__} at {hex(id(instance))}>' has been deleted, or its row is otherwise not present."
            )
        self._fill(instance, dict(zip(attributes, row)))

    def _expire_loaded(self):
        for instance in self._loaded:
            _state(instance).expire(instance)

    def _expire_class(self, cls):
        for instance in self._loaded:
            if type(instance) is cls:
                _state(instance).expire(instance)

    def get(self, entity, ident, **kwargs):
        identity = ident if isinstance(ident, tuple) else (ident,)
        if isinstance(ident, dict):
            identity = tuple(ident[key] for key in _primary(entity))
        known = self._known(entity, identity)
        if known is not None and not _state(known).is_stale(known):
            return known
        return self.query(entity).filter_by(**dict(zip(_primary(entity), identity))).first()

    def get_one(self, entity, ident, **kwargs):
        instance = self.get(entity, ident, **kwargs)
        if instance is None:
            from sqlalchemy.exc import NoResultFound

            raise NoResultFound("No row was found when one was required")
        return instance

    def merge(self, instance, *, load=True, options=None):
        cls = type(instance)
        if not load or options:
            _native.unsupported("Session.merge() with options")
        if not _is_entity(cls):
            from sqlalchemy.orm.exc import UnmappedInstanceError

            raise UnmappedInstanceError(f"Class '{cls.__module__}.{cls.__qualname__}' is not mapped")
        _check_class(cls)
        for name in _relationships(cls):
            if name in instance.__dict__:
                _native.unsupported(f"{cls.__name__}.{name} of an instance: relationships")
        self._autoflush()
        if _state(instance) is not None:
            _native.unsupported("Session.merge() of an instance that a session knows")
        identity = tuple(instance.__dict__.get(key) for key in _primary(cls))
        with self.no_autoflush:
            merged = None if any(value is None for value in identity) else self.get(cls, identity)
        if merged is None:
            merged = cls.__new__(cls)
            self.add(merged)
        for key in _attributes(cls):
            if key in instance.__dict__:
                setattr(merged, key, instance.__dict__[key])
        return merged

    def add(self, instance, _warn=True):
        cls = type(instance)
        if not _is_entity(cls):
            from sqlalchemy.orm.exc import UnmappedInstanceError

            raise UnmappedInstanceError(f"Class '{cls.__module__}.{cls.__qualname__}' is not mapped")
        _check_class(cls)
        state = _state(instance)
        if state is None:
            state = instance.__dict__[_STATE] = _State(self)
        elif state.session is not None and state.session is not self:
            from sqlalchemy.exc import InvalidRequestError

            raise InvalidRequestError(f"Object {object.__repr__(instance)} is already attached to another session")
        state.session = self
        if not any(known is instance for known in self._loaded + self._new):
            (self._new if state.identity is None else self._loaded).append(instance)

    def add_all(self, instances):
        for instance in instances:
            self.add(instance)

    def delete(self, instance):
        registry = getattr(type(instance), "registry", None)
        classes = list(registry._class_registry.values()) if registry is not None else [type(instance)]
        if any(_is_entity(cls) and _relationships(cls) for cls in classes):
            _native.unsupported("Session.delete() where mapped classes have relationships: what it cascades to")
        self._deleted.append(instance)

    def refresh(self, instance, attribute_names=None, with_for_update=None):
        self._autoflush()
        _state(instance).expire(instance, attribute_names)
        self._reload(instance)

    def expire(self, instance, attribute_names=None):
        _state(instance).expire(instance, attribute_names)

    def expire_all(self):
        self._expire_loaded()

    def expunge(self, instance):
        self._new = [new for new in self._new if new is not instance]
        self._loaded = [known for known in self._loaded if known is not instance]
        _state(instance).session = None

    def expunge_all(self):
        for instance in self._new + self._loaded:
            _state(instance).session = None
        self._new, self._loaded, self._deleted = [], [], []

    def __contains__(self, instance):
        return any(known is instance for known in self._loaded + self._new)

    # Many rows

    def bulk_save_objects(self, objects, return_defaults=False, update_changed_only=True, preserve_order=True):
        self.add_all(objects)
        self.flush()

    def bulk_insert_mappings(self, mapper, mappings, return_defaults=False, render_nulls=False):
        _check_class(mapper)
        attributes = _attributes(mapper)
        rows = [{attributes[key].key if key in attributes else key: value for key, value in row.items()} for row in mappings]
        while rows:
            # An executemany has the same columns in each row.
            same = [row for row in rows if row.keys() == rows[0].keys()]
            rows = [row for row in rows if row.keys() != rows[0].keys()]
            self.bind.execute(mapper.__table__.insert(), same)

    def bulk_update_mappings(self, mapper, mappings):
        _check_class(mapper)
        attributes = _attributes(mapper)
        for row in mappings:
            conditions = [attributes[key] == row[key] for key in row if attributes[key].primary_key]
            values = {attributes[key].key: value for key, value in row.items() if not attributes[key].primary_key}
            self.bind.execute(mapper.__table__.update().where(*conditions).values(values))

    # The unit of work

    def flush(self, objects=None):
        if objects is not None:
            _native.unsupported("Session.flush(objects)")
        changes = {id(known): self._changes(known) for known in self._loaded}
        changed = [known for known in self._loaded if changes[id(known)]]
        if self._new or self._deleted or changed:
            self._refuse_flush()
        new, self._new = self._new, []
        deleted, self._deleted = self._deleted, []
        levels = _flush_levels({type(instance): None for instance in new + changed + deleted})

        def of_class(instances, cls):
            return [one for one in instances if type(one) is cls]

        # For a class, changes come before additions.
        for cls in [cls for level in levels for cls in level]:
            for instance in self._by_key(of_class(changed, cls)):
                self._update(instance, changes[id(instance)])
            for instance in of_class(new, cls):
                self._insert(instance)
        for cls in [cls for level in reversed(levels) for cls in level]:
            for instance in self._by_key(of_class(deleted, cls)):
                self.bind.execute(cls.__table__.delete().where(*self._conditions(instance)))
                self._loaded = [known for known in self._loaded if known is not instance]
                _state(instance).session = None

    def _by_key(self, instances):
        try:
            return sorted(instances, key=lambda instance: _state(instance).identity)
        except TypeError as error:
            from sqlalchemy.exc import InvalidRequestError

            raise InvalidRequestError(
                "Could not sort objects by primary key; primary key values must be sortable in Python (was: %s)" % error
            ) from error

    def _conditions(self, instance):
        attributes = _attributes(type(instance))
        return [attributes[key] == value for key, value in zip(_primary(type(instance)), _state(instance).identity)]

    def _insert(self, instance):
        cls = type(instance)
        for name in _relationships(cls):
            if name in instance.__dict__:
                _native.unsupported(f"{cls.__name__}.{name} of an instance: relationships")
        attributes = _attributes(cls)
        values, expired = {}, []
        for key, column in attributes.items():
            value = instance.__dict__.get(key)
            default = column.default
            if value is not None:
                values[column.key] = value
            elif default is not None and not (default.is_sequence or default.is_clause_element):
                value = default.arg
                if callable(value):
                    try:
                        value = value()
                    except TypeError:
                        value = value(None)
                values[column.key] = instance.__dict__[key] = value
            elif default is not None or column.server_default is not None:
                expired.append(key)
            elif not column.primary_key:
                values[column.key] = None
        result = self.bind.execute(cls.__table__.insert().values(values))
        inserted = dict(zip(_primary(cls), result.inserted_primary_key))
        state = _state(instance)
        for key in _primary(cls):
            if instance.__dict__.get(key) is None:
                if inserted[key] is None:
                    _native.unsupported(f"the key of a new {cls.__name__}, which the database does not tell")
                instance.__dict__[key] = inserted[key]
        state.identity = tuple(instance.__dict__[key] for key in _primary(cls))
        for key in attributes:
            if key in expired and key not in inserted:
                instance.__dict__.pop(key, None)
            else:
                state.committed[key] = instance.__dict__.setdefault(key, None)
        self._loaded.append(instance)

    def _changes(self, instance):
        cls, state = type(instance), _state(instance)
        for name in _relationships(cls):
            if name in instance.__dict__:
                _native.unsupported(f"{cls.__name__}.{name} of an instance: relationships")
        attributes = _attributes(cls)
        unset = object()
        changed = {}
        for key in attributes:
            now, before = instance.__dict__.get(key, unset), state.committed.get(key, unset)
            if now is not unset and (before is unset or (now is not before and now != before)):
                changed[key] = now
        return changed

    def _update(self, instance, changed):
        cls, state = type(instance), _state(instance)
        if hasattr(cls, "_alembic_rs_not_updated"):
            _native.unsupported(f"an update of {cls.__name__}, {cls._alembic_rs_not_updated}")
        attributes = _attributes(cls)
        values = {attributes[key].key: value for key, value in changed.items()}
        result = self.bind.execute(cls.__table__.update().where(*self._conditions(instance)).values(values))
        if result.rowcount == 0:
            from sqlalchemy.orm.exc import StaleDataError

            raise StaleDataError(
                f"UPDATE statement on table '{cls.__table__.name}' expected to update 1 row(s); 0 were matched."
            )
        expired = []
        for key, value in changed.items():
            if hasattr(value, "__clause_element__") or hasattr(value, "compile"):
                expired.append(key)
            else:
                state.committed[key] = value
        for key, column in attributes.items():
            if key not in changed and (column.onupdate is not None or column.server_onupdate is not None):
                expired.append(key)
        state.expire(instance, expired)
        state.identity = tuple(instance.__dict__[key] for key in _primary(cls))

    def _refuse_flush(self):
        from sqlalchemy import event

        event._refuse_flush()

    def commit(self):
        from sqlalchemy import event

        event._fire_commit("before_commit", self)
        # The session joined the migration's transaction, which ends with the step.
        self.flush()
        own = self._leave()
        if own is not None:
            own.commit()
        event._fire_commit("after_commit", self)
        if self.expire_on_commit:
            self._expire_loaded()

    def rollback(self):
        for instance in self._new:
            _state(instance).session = None
        self._new, self._deleted = [], []
        self._expire_loaded()
        own = self._leave()
        if own is not None:
            own.rollback()
        else:
            self.bind.rollback()

    def close(self):
        self.expunge_all()
        own = self._leave()
        if own is not None:
            own.rollback()

    def begin(self, nested=False):
        return self.begin_nested() if nested else SessionTransaction(self)

    def begin_nested(self):
        self._join()
        self.flush()
        return self.bind.begin_nested()

    def in_transaction(self):
        return True

    def get_transaction(self):
        return SessionTransaction(self)

    @property
    def new(self):
        return set(self._new)

    @property
    def no_autoflush(self):
        import contextlib

        @contextlib.contextmanager
        def without():
            before, self.autoflush = self.autoflush, False
            try:
                yield self
            finally:
                self.autoflush = before

        return without()

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        _native.unsupported(f"Session.{name}")


class SessionTransaction:
    """`with session.begin():`"""

    nested = False

    def __init__(self, session):
        self.session = session

    def commit(self):
        self.session.commit()

    def rollback(self):
        self.session.rollback()

    def __enter__(self):
        return self

    def __exit__(self, kind, *args):
        if kind is None:
            self.session.commit()
        else:
            self.session.rollback()


class sessionmaker:
    def __init__(self, bind=None, *, class_=None, **kwargs):
        self.bind = bind
        self.class_ = class_ or Session
        self.kw = kwargs

    def __call__(self, bind=None, **kwargs):
        return self.class_(bind=bind or self.bind, **{**self.kw, **kwargs})

    def configure(self, **kwargs):
        self.bind = kwargs.pop("bind", self.bind)
        self.kw.update(kwargs)

    def begin(self):
        import contextlib

        @contextlib.contextmanager
        def begun():
            with self() as session, session.begin():
                yield session

        return begun()

    def __class_getitem__(cls, item):
        return cls


class scoped_session:
    def __init__(self, session_factory, scopefunc=None):
        self.session_factory = session_factory
        self._session = None

    def __call__(self, **kwargs):
        if self._session is None:
            self._session = self.session_factory(**kwargs)
        return self._session

    def remove(self):
        if self._session is not None:
            self._session.close()
        self._session = None

    def configure(self, **kwargs):
        self.session_factory.configure(**kwargs)

    def query_property(self, query_cls=None):
        return None

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self(), name)


class AsyncSession(Session):
    pass


class async_sessionmaker(sessionmaker):
    pass


class async_scoped_session(scoped_session):
    pass


class AsyncAttrs:
    pass


class ConcreteBase:
    """Every class below has a table of its own; what is more is made when mappers are configured."""


class AbstractConcreteBase(ConcreteBase):
    """A class directly below has no table; its attributes are those of a mixin."""

    __no_table__ = True


class Bundle:
    def __init__(self, name, *args, **kwargs):
        self.name = name


def close_all_sessions():
    pass


def create_session(bind=None, **kwargs):
    return Session(bind=bind, **kwargs)


def async_object_session(instance):
    return None


def object_session(instance):
    state = _state(instance)
    return None if state is None else state.session
