#!/bin/bash
# Makes the small archives of Tests/ArchivesTests/Golden with the tools people make archives with.
# Needs bash, tar, zip, 7z, gzip, xz, zstd, python3. Usage: archives_make.sh  (from anywhere)
set -euo pipefail
export LC_ALL=C.UTF-8 TZ=UTC
golden=$(cd "$(dirname "$0")/../ArchivesTests/Golden" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
rm -f "$golden"/*

# Fixed times, so that the same tools make the same bytes.
dated() { find "$@" -exec touch -h -d '2020-01-01 00:00:00' {} +; }

# One tree for all the well-formed ones: two clips, an empty sound, a long text, hidden files.
mkdir -p set/cat set/dog set/__MACOSX
printf 'meow meow\n' > set/cat/1.mp4
printf 'woof\n' > set/dog/1.mp4
seq 1 2000 > set/dog/long.txt
: > set/dog/empty.wav
printf 'Finder' > set/.DS_Store
printf 'fork' > set/__MACOSX/._1.mp4
dated set
ordered() { find set | sort; }

ordered | tar --no-recursion --owner=0 --group=0 --numeric-owner -cf plain.tar -T -
ordered | tar --no-recursion --format=pax --owner=0 --group=0 -cf "$golden/pax.tar.zst" --use-compress-program 'zstd -19 -q' -T -
gzip -n9c plain.tar > "$golden/plain.tar.gz"
xz -9c plain.tar > "$golden/plain.tar.xz"
ordered | zip -qX "$golden/deflated.zip" -@
ordered | zip -qX0 "$golden/stored.zip" -@
7z a -bd -mx=9 "$golden/solid.7z" set > /dev/null
7z a -bd -ms=off "$golden/separate.7z" set > /dev/null
# Entries that end at multiples of 64 KiB of a solid block, where libarchive before 3.7.5 fails to pass over them.
mkdir blocks && for i in 1 2 3 4; do seq "$i" 30000 | head -c 65536 > "blocks/$i.txt"; done && dated blocks
7z a -bd -mx=9 "$golden/blocks.7z" blocks > /dev/null
# A file with holes, in GNU's way of storing them.
mkdir holes && printf 'end' | dd of=holes/sparse.bin bs=1 seek=3000000 status=none && dated holes
(cd holes && tar -S --owner=0 --group=0 --format=gnu -cf ../sparse.tar sparse.bin) && gzip -n9c sparse.tar > "$golden/sparse.tar.gz"

# Cut short: in the middle of the long text, and a zip without its directory.
python3 - "$golden" <<'PY'
import pathlib, subprocess, sys
golden = pathlib.Path(sys.argv[1])
tar = pathlib.Path("plain.tar").read_bytes()
where = tar.index(b"set/dog/long.txt") + 512 + 4000
cut = subprocess.run(["gzip", "-n9c"], input=tar, stdout=subprocess.PIPE, check=True).stdout
(golden / "truncated.tar.gz").write_bytes(cut[: len(cut) * 3 // 4])
(golden / "truncated.tar.xz").write_bytes((golden / "plain.tar.xz").read_bytes()[:700])
zipped = (golden / "deflated.zip").read_bytes()
(golden / "truncated.zip").write_bytes(zipped[: zipped.index(b"set/dog/long.txt") + 1000])
(golden / "truncated.7z").write_bytes((golden / "solid.7z").read_bytes()[:900])
# A tar with a member's header overwritten: what stands behind it can be found again.
broken = bytearray(tar)
at = broken.index(b"set/dog/1.mp4")
broken[at : at + 512] = b"\xaa" * 512
small = subprocess.run(["gzip", "-n9c"], input=bytes(broken), stdout=subprocess.PIPE, check=True).stdout
(golden / "bad_header.tar.gz").write_bytes(small)
PY

# Names and kinds nobody should extract.
mkdir odd && cd odd
printf 'in\n' > in.txt && ln in.txt twin.txt && ln -s in.txt link.txt && ln -s /etc/passwd outside.txt && mkfifo pipe && dated .
tar --owner=0 --group=0 -cf ../odd.tar in.txt twin.txt link.txt outside.txt pipe
tar --owner=0 --group=0 -rPf ../odd.tar --transform 's,^in.txt,/abs.txt,' in.txt
tar --owner=0 --group=0 -rPf ../odd.tar --transform 's,^in.txt,a/../../up.txt,' in.txt
tar --owner=0 --group=0 -rf ../odd.tar --transform 's,^in.txt,./b//c/./d.txt,' in.txt
tar --owner=0 --group=0 -rf ../odd.tar in.txt
gzip -n9c ../odd.tar > "$golden/odd.tar.gz"
cd ..

# Names: UTF-8 in each format, and bytes that are not.
mkdir names && printf 'u\n' > names/$'h\303\274nd \346\227\245.txt' && dated names
(cd names && tar --owner=0 --group=0 --format=gnu -cf ../utf8_gnu.tar ./* && tar --owner=0 --group=0 --format=pax -cf ../utf8_pax.tar ./* \
    && zip -qX "$golden/utf8.zip" ./* && 7z a -bd "$golden/utf8.7z" ./* > /dev/null)
gzip -n9c utf8_gnu.tar > "$golden/utf8_gnu.tar.gz"
gzip -n9c utf8_pax.tar > "$golden/utf8_pax.tar.gz"
mkdir latin && printf '1\n' > latin/$'caf\351 100%.txt' && printf '2\n' > latin/$'caf\350 100%.txt' && dated latin
(cd latin && tar --owner=0 --group=0 --format=gnu -cf ../latin.tar ./*)
gzip -n9c latin.tar > "$golden/latin1.tar.gz"

# Passwords.
printf 'open\n' > open.txt && printf 'secret\n' > secret.txt && dated open.txt secret.txt
zip -qX "$golden/encrypted.zip" open.txt && zip -qXP password "$golden/encrypted.zip" secret.txt
7z a -bd -ppassword "$golden/encrypted.7z" open.txt > /dev/null
7z a -bd -ppassword -mhe=on "$golden/encrypted_names.7z" open.txt > /dev/null

# Zips no tool makes: the same name twice, one wrong checksum, one deflate stream that breaks off, paths that escape.
python3 - "$golden" <<'PY'
import pathlib, sys, warnings, zipfile
warnings.simplefilter("ignore")
golden = pathlib.Path(sys.argv[1])

def make(name, entries, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(golden / name, "w", method) as archive:
        for entry, data in entries:
            archive.writestr(zipfile.ZipInfo(entry, (2020, 1, 1, 0, 0, 0)), data, compress_type=method)

text = "".join(f"{i}\n" for i in range(1, 1001)).encode()
make("duplicates.zip", [("a.txt", b"first"), ("./a.txt", b"second"), ("b.txt", b"b")])
make("escaping.zip", [("../up.txt", b"up"), ("/abs.txt", b"abs"), ("C:/win.txt", b"win"), ("ok/fine.txt", b"fine")])
make("backslashes.zip", [("dog\\a.txt", b"a")])
make("good.zip", [("a.txt", text), ("b.txt", text), ("c.txt", text)])
data = bytearray((golden / "good.zip").read_bytes())
second = data.index(b"b.txt") + 5
data[second + 40 : second + 80] = b"\xff" * 40
(golden / "bad_deflate.zip").write_bytes(data)
(golden / "good.zip").unlink()
make("stored_good.zip", [("a.txt", text[:900]), ("b.txt", text[:901]), ("c.txt", text[:902])], zipfile.ZIP_STORED)
data = bytearray((golden / "stored_good.zip").read_bytes())
data[data.index(b"b.txt") + 100] ^= 1
(golden / "bad_crc.zip").write_bytes(data)
(golden / "stored_good.zip").unlink()
with zipfile.ZipFile(golden / "empty.zip", "w"): pass
PY
tar -cf empty.tar -T /dev/null && gzip -n9c empty.tar > "$golden/empty.tar.gz"
# zipfile writes slashes; put back what some makers on Windows write.
python3 - "$golden/backslashes.zip" <<'PY'
import pathlib, sys
path = pathlib.Path(sys.argv[1])
path.write_bytes(path.read_bytes().replace(b"dog/a.txt", b"dog\\a.txt"))
PY
