import { isMoreThanEmpty } from "./state-store";

/** As Terraform prints it after everything was destroyed, with the longest numbers that will ever be. */
const EMPTY = `{
  "version": 4,
  "terraform_version": "1.11.4-beta20250319",
  "serial": 1234567,
  "lineage": "3a1c2f4e-9f1b-7c44-0a53-7d6f52a0c1de",
  "outputs": {},
  "resources": [],
  "check_results": null
}
`;
/** The least that a layer can hold. */
const LEAST = EMPTY.replace(
  '"resources": []',
  `"resources": [
    {
      "mode": "managed",
      "type": "a_b",
      "name": "c",
      "provider": "provider[\\"terraform.io/builtin/terraform\\"]",
      "instances": [
        {
          "schema_version": 0,
          "attributes": {}
        }
      ]
    }
  ]`,
);

test("the size of a state tells whether it holds anything", () => {
  expect(isMoreThanEmpty(0)).toBe(false);
  expect(isMoreThanEmpty(EMPTY.length)).toBe(false);
  expect(isMoreThanEmpty(LEAST.length)).toBe(true);
});
