"""Addresses from outside: only https to one machine on the public internet, whatever the address is wrapped in."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtake.errors import ForbiddenAddressError
from longtake.generation.guard import Address, checked_addresses, checked_url, is_global_unicast

INNER_V4 = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
]
INNER_V6 = [
    "::/8",
    "100::/64",
    "2001:db8::/32",
    "3fff::/20",
    "5f00::/16",
    "64:ff9b:1::/48",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
]


def one_of(network: str) -> st.SearchStrategy[Address]:
    return st.ip_addresses(network=network)


def wrapped(inner: IPv4Address) -> list[IPv6Address]:
    """The same machine as seen by four ways of carrying IPv4 in IPv6."""
    bits = int(inner)
    return [
        IPv6Address(0xFFFF << 32 | bits),
        IPv6Address(0x2002 << 112 | bits << 80),
        IPv6Address(0x20010000 << 96 | 0x08080808 << 64 | bits ^ 0xFFFFFFFF),
        IPv6Address(0x0064FF9B << 96 | bits),
    ]


inner_v4 = st.sampled_from(INNER_V4).flatmap(one_of)
inner_v6 = st.sampled_from(INNER_V6).flatmap(one_of)


def is_inner(address: Address) -> bool:
    networks = (
        [IPv4Network(one) for one in INNER_V4] if address.version == 4 else [IPv6Network(one) for one in INNER_V6]
    )
    return any(address in network for network in networks)


@given(inner_v4 | inner_v6.filter(lambda address: not address.ipv4_mapped))
def test_no_inner_address_is_global(address: Address) -> None:
    assert not is_global_unicast(address)


@given(inner_v4)
def test_no_inner_address_is_global_in_any_wrapping(address: IPv4Address) -> None:
    assert not any(map(is_global_unicast, wrapped(address)))


@given(st.ip_addresses(v=4).filter(lambda address: not is_inner(address)))
def test_any_other_address_of_four_bytes_is_global_wrapped_or_not(address: IPv4Address) -> None:
    assert is_global_unicast(address)
    assert all(map(is_global_unicast, wrapped(address)))


@given(one_of("2600::/12") | one_of("2a00::/12"))
def test_addresses_that_registries_have_given_out_are_global(address: IPv6Address) -> None:
    assert is_global_unicast(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.0.1",
        "198.18.0.1",
        "::1",
        "fc00::1",
        "fe80::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "224.0.0.1",
        "ff02::1",
        "::7f00:1",
    ],
)
def test_the_well_known_ways_in_are_closed(address: str) -> None:
    target = checked_url("https://cdn.example/take.mp4")
    with pytest.raises(ForbiddenAddressError, match="no public address"):
        checked_addresses(target, [ip_address("1.1.1.1"), ip_address(address)])
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(ForbiddenAddressError, match="is not asked"):
        checked_url(f"https://{host}/take.mp4")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/passwd", "its scheme is 'file'"),
        ("ftp://cdn.example/a", "its scheme is 'ftp'"),
        ("data:video/mp4;base64,AAAA", "its scheme is 'data'"),
        ("gopher://cdn.example/", "its scheme is 'gopher'"),
        ("concat:a|b", "its scheme is 'concat'"),
        ("subfile,,start,0,end,0,,:a", "its scheme is 'missing'"),
        ("pipe:0", "its scheme is 'pipe'"),
        ("//cdn.example/a", "its scheme is 'missing'"),
        ("http://cdn.example/a", "it is http"),
        ("https://user@cdn.example/a", "a user in front of its host"),
        ("https://cdn.example@127.0.0.1/a", "a user in front of its host"),
        ("https://@cdn.example/a", "a user in front of its host"),
        ("https://2130706433/a", "is no host name"),
        ("https://0177.0.0.1/a", "is no host name"),
        ("https://0x7f.1/a", "is no host name"),
        ("https://0x7f000001/a", "is no host name"),
        ("https://127.1/a", "is no host name"),
        ("https://cdn.example.1/a", "is no host name"),
        ("https://[fe80::1%25eth0]/a", "is no host name"),
        ("https:///a", "is no host name"),
        ("https://cdn..example/a", "is no host name"),
        ("https://cdn.example\\@127.0.0.1/a", "characters that a URL has not"),
        ("https://cdn.example/a b", "characters that a URL has not"),
        ("https://cdn.example\n/a", "characters that a URL has not"),
        ("https://cdn\u3002example/a", "characters that a URL has not"),
        ("https://cdn.example:99999/a", "it cannot be read"),
        ("https://[::1/a", "it cannot be read"),
        ("https://localhost/a", "it leads to this machine"),
        ("https://localhost./a", "it leads to this machine"),
        ("https://take.localhost/a", "it leads to this machine"),
        ("http://127.0.0.1:8000/a", "it leads to this machine"),
    ],
)
def test_a_url_that_is_not_plainly_public_is_refused_with_its_reason(url: str, reason: str) -> None:
    with pytest.raises(ForbiddenAddressError, match="is not asked") as caught:
        checked_url(url)
    assert reason in str(caught.value)


def test_a_refusal_does_not_quote_what_is_signed() -> None:
    with pytest.raises(ForbiddenAddressError) as caught:
        checked_url("http://cdn.example/take.mp4?X-Signature=s3cr3t#s3cr3t")
    assert "s3cr3t" not in str(caught.value)


def test_a_public_url_leads_to_its_host_and_port() -> None:
    assert str(checked_url("HTTPS://CDN.Example.:443/a")) == "https://cdn.example"
    assert str(checked_url("https://cdn.example:8443/a")) == "https://cdn.example:8443"
    assert str(checked_url("https://[2606:4700::1111]:8443/a")) == "https://[2606:4700::1111]:8443"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "localhost", "hub.localhost", "[::1]", "[::ffff:7f00:1]"])
def test_this_machine_is_asked_where_that_is_allowed_and_nothing_more_of_the_inner_network(host: str) -> None:
    assert checked_url(f"http://{host}:8000/a", allow_loopback=True).is_local
    for other in ("http://10.0.0.1/a", "https://10.0.0.1/a", "http://cdn.example/a"):
        with pytest.raises(ForbiddenAddressError):
            checked_url(other, allow_loopback=True)


def test_a_name_of_this_machine_may_lead_nowhere_else() -> None:
    target = checked_url("http://localhost:8000/a", allow_loopback=True)
    assert checked_addresses(target, [ip_address("127.0.0.1"), ip_address("::1")])
    with pytest.raises(ForbiddenAddressError, match=r"8\.8\.8\.8, which is not this machine"):
        checked_addresses(target, [ip_address("8.8.8.8")])


def test_a_host_without_an_address_is_refused() -> None:
    with pytest.raises(ForbiddenAddressError, match="has no address"):
        checked_addresses(checked_url("https://cdn.example/a"), [])
