def test_house_stands() -> None:
    import core.db

    assert core.db.Base.metadata is not None
