import { MAX_LENGTH, PICTURES, type Field } from "../forms/item-form";
import type { Notice } from "../words/notices";
import { Picture } from "./picture";

interface Props {
  /** What was written before, when the item could not be added. */
  readonly kept: Readonly<Partial<Record<Field, unknown>>>;
  readonly notice: Notice | undefined;
}

/** The form for a new item. */
export function ItemForm({ kept, notice }: Props) {
  return (
    <section aria-labelledby="add" className="panel">
      <h2 id="add">Add an item</h2>
      <form method="post" action="/items">
        <TextField field="title" label="Title" hint="A word or two" kept={kept.title} notice={notice} />
        <TextField field="name" label="Name" hint="What it is, in full" kept={kept.name} notice={notice} />
        <fieldset>
          <legend>Picture</legend>
          <div className="pictures">
            {PICTURES.map((name) => (
              <label key={name}>
                <input
                  type="radio"
                  name="img"
                  value={name}
                  defaultChecked={name === (isPicture(kept.img) ? kept.img : PICTURES[0])}
                />
                <Picture name={name} title={name} />
                <span className="hidden">{name}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <button type="submit" className="primary">
          Add the item
        </button>
      </form>
    </section>
  );
}

const isPicture = (value: unknown): boolean => PICTURES.some((name) => name === value);

interface TextFieldProps {
  readonly field: Field;
  readonly label: string;
  readonly hint: string;
  readonly kept: unknown;
  readonly notice: Notice | undefined;
}

function TextField({ field, label, hint, kept, notice }: TextFieldProps) {
  const isWrong = notice?.name === field;
  return (
    <div className="field">
      <label htmlFor={field}>{label}</label>
      <input
        id={field}
        name={field}
        required
        maxLength={MAX_LENGTH}
        autoComplete="off"
        defaultValue={typeof kept === "string" ? kept : ""}
        aria-describedby={`${field}-hint`}
        aria-invalid={isWrong ? true : undefined}
      />
      <p id={`${field}-hint`} className={isWrong ? "hint bad" : "hint"}>
        {isWrong ? notice.text : hint}
      </p>
    </div>
  );
}
