#!/bin/sh
# Stands for `aws`, `gh` and `git` while the guide's commands run: notes how it was called in the file that STAGEWRIGHT_CALLS names, each
# call after a record separator, its parts (what came on standard input last) after unit separators, and answers what the guide asks.
set -eu
program=$(basename "$0")
stdin=
case "$program $*" in
  "gh secret set "*) stdin=$(cat) ;;
  "aws sts get-caller-identity "*) echo 123456789012 ;;
  "gh api repos/"*" --jq .owner.id") echo 583231 ;;
  "gh api repos/"*" --jq .id") echo 1296269 ;;
esac
{
  printf '\036%s' "$program"
  for part in "$@" "$stdin"; do printf '\037%s' "$part"; done
} >> "$STAGEWRIGHT_CALLS"
