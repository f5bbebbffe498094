"""Joins stand on handles: half before the cut, half after, made of frames that the takes really have."""

from made_facts import clip, film, plan_of, said_of, still, visible

from longtake.planning import PlannedJoin


def test_a_cut_needs_no_handle() -> None:
    made = plan_of(film("clip: a.mp4", "clip: b.mp4"), {"a.mp4": clip(2), "b.mp4": clip(3)})
    assert visible(made) == [(48, 0, 48), (72, 0, 72)]


def test_a_whole_clip_gives_its_ends_to_its_joins() -> None:
    made = plan_of(film("clip: a.mp4", "{clip: b.mp4, join: dissolve 0.5s}"), {"a.mp4": clip(2), "b.mp4": clip(3)})
    assert visible(made) == [(48, 0, 42), (72, 6, 72)]
    assert made.frames == 108
    assert made.shots[1].reasons == ("the whole clip but 0.25 s of handles for its joins",)


def test_an_odd_dissolve_takes_its_longer_half_after_the_cut() -> None:
    made = plan_of(film("clip: a.mp4", "{clip: a.mp4, join: dissolve 125ms}"), {"a.mp4": clip(2)})
    assert made.joins[0].frames == 3
    assert visible(made) == [(48, 0, 46), (48, 1, 48)]


def test_a_trimmed_clip_shows_what_was_trimmed() -> None:
    made = plan_of(
        film("clip: a.mp4", "{clip: b.mp4, trim: 1.5s..6s, join: dissolve 0.5s}"), {"a.mp4": clip(2), "b.mp4": clip(8)}
    )
    assert visible(made)[1] == (192, 36, 144)
    assert made.shots[1].reasons == ("trimmed to 1.5s..6s",)


def test_an_open_trim_leaves_the_handle_at_its_open_end() -> None:
    made = plan_of(film("{clip: a.mp4, trim: 2s..}", "{action: x, join: dissolve 1s}"), {"a.mp4": clip(8)})
    assert visible(made)[0] == (192, 48, 180)


def test_a_length_counts_from_after_the_handle() -> None:
    made = plan_of(film("clip: a.mp4", "{clip: a.mp4, for: 3s, join: dissolve 1s}"), {"a.mp4": clip(8)})
    assert visible(made)[1] == (192, 12, 84)


def test_a_drawn_take_has_handles_of_whole_seconds_that_no_small_change_moves() -> None:
    made = plan_of(
        film("{action: x, for: 4s}", "{image: a.png, for: 2s, join: dissolve 0.5s}", "{action: y, join: dissolve 1s}"),
        {"a.png": still()},
    )
    assert visible(made) == [(144, 24, 120), (96, 24, 72), (144, 24, 120)]


def test_a_longer_clip_at_another_rate_is_counted_on_the_films_grid() -> None:
    made = plan_of(film("clip: a.mp4"), {"a.mp4": clip(2, rate=25)})
    assert visible(made) == [(50, 0, 50)]
    assert made.shots[0].reasons == (
        "the whole clip",
        "from 25 to 24 pictures a second by playing it 4 % slower, picture for picture",
    )


def test_a_join_longer_than_a_handle_is_told_with_both_numbers() -> None:
    text = film("{clip: a.mp4, trim: ..7.6s}", "{clip: b.mp4, trim: 1.5s..6s, join: dissolve 1.5s}")
    assert said_of(text, {"a.mp4": clip(8), "b.mp4": clip(8)}) == [
        "join of shot film.2 wants 1.5 s, which takes 0.75 s of handle after the end of film.1 (a.mp4), "
        "which has only 0.417 s\n"
        "  trim the clip to leave more handle · shorten: join: dissolve 0.83s · or: join: cut"
    ]


def test_a_flow_stands_on_handles_as_a_dissolve_does() -> None:
    clips = {"a.mp4": clip(8), "b.mp4": clip(8)}
    text = film("{clip: a.mp4, trim: ..7.6s}", "{clip: b.mp4, trim: 1.5s..6s, join: flow 0.5s}")
    assert plan_of(text, clips).joins == (PlannedJoin("flow", 12),)
    [said] = said_of(text.replace("0.5s", "1.5s"), clips)
    assert said.endswith(
        "which has only 0.417 s\n  trim the clip to leave more handle · shorten: join: flow 0.83s · or: join: cut"
    )


def test_the_offered_join_fits() -> None:
    text = film("{clip: a.mp4, trim: ..7.6s}", "{clip: b.mp4, trim: 1.5s..6s, join: dissolve 0.83s}")
    assert plan_of(text, {"a.mp4": clip(8), "b.mp4": clip(8)}).joins[0].frames == 20


def test_handles_that_are_missing_on_both_sides_are_told_together() -> None:
    text = film("{clip: a.mp4, trim: 0s..8s}", "{clip: b.mp4, trim: 0s..6s, join: dissolve 0.5s}")
    assert said_of(text, {"a.mp4": clip(8), "b.mp4": clip(8)}) == [
        "join of shot film.2 wants 0.5 s, which takes 0.25 s of handle after the end of film.1 (a.mp4), which has none "
        "and 0.25 s of handle before the start of film.2 (b.mp4), which has none\n"
        "  trim the clip to leave more handle · or: join: cut"
    ]


def test_a_trim_past_the_end_is_told() -> None:
    assert said_of(film("{clip: a.mp4, trim: 1s..9s}"), {"a.mp4": clip(8)}) == [
        "trim of shot film.1 (a.mp4) asks for 1s..9s, but the clip has 8 s\n  end it by 8s · or take trim out"
    ]


def test_a_length_that_the_clip_has_not_is_told() -> None:
    assert said_of(film("x", "{clip: a.mp4, for: 8s, join: dissolve 0.5s}"), {"a.mp4": clip(8)}) == [
        "shot film.2 (a.mp4) wants 8 s after 0.25 s of handle for its join, but the clip has 8 s\n"
        "  for: 7.75s · take a longer clip · or join it with a cut"
    ]


def test_a_clip_that_its_joins_use_up_is_told() -> None:
    text = film("x", "{clip: a.mp4, join: dissolve 1s}", "{action: y, join: dissolve 1s}")
    assert said_of(text, {"a.mp4": clip(1)}) == [
        "shot film.2 (a.mp4) has 1 s, but its joins take 1 s of handle and leave nothing to show\n"
        "  take a longer clip · shorten its joins · or: join: cut"
    ]


def test_a_shot_that_is_all_joins_is_told() -> None:
    text = film("x", "{action: y, for: 0.5s, join: dissolve 1s}", "{action: z, join: dissolve 1s}")
    assert said_of(text) == [
        "shot film.2 shows 0.5 s, but the joins at its ends cover 1 s of it\n"
        "  make it longer · shorten its joins · or: join: cut"
    ]


def test_a_dissolve_under_half_a_frame_is_told() -> None:
    assert said_of(film("x", "{action: y, join: dissolve 10ms}")) == [
        "join of shot film.2 wants 0.01 s, which is under half a frame\n  write join: cut"
    ]
