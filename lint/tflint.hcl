# The rules of tflint for the synthesized JSON; `strata lint` names this file.
# The AWS ruleset is used too, where it is installed (packages/cli/README.md says how).
plugin "terraform" {
  enabled = true
  preset  = "all"
}

# CDKTF makes names from construct paths and a hash: "security_container_5C7A9968". They are state addresses, so an
# external contract, and not the names that a person would choose.
rule "terraform_naming_convention" {
  enabled = false
}

# It looks at the bytes of the file where an index should be. In a JSON string with escapes, such as user data of several
# lines, those are other bytes. CDKTF writes brackets only.
rule "terraform_deprecated_index" {
  enabled = false
}
