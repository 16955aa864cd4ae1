import type { Item } from "../backend/schemas";
import { count } from "../words/time";
import { MomentText } from "./moment";
import { Picture } from "./picture";

/** All items, or those which are favourites. */
export function ItemList({
  items,
  onlyFavorites,
}: {
  readonly items: readonly Item[];
  readonly onlyFavorites: boolean;
}) {
  if (items.length === 0) return <NoItems onlyFavorites={onlyFavorites} />;
  return (
    <>
      <p role="status" className="sum">
        {onlyFavorites
          ? count(items.length, "favourite", "favourites")
          : count(items.length, "item", "items")}
      </p>
      <ul className="cards">
        {items.map((item) => (
          <li key={item.id} id={`item-${item.id}`} className="card" tabIndex={-1}>
            <Picture name={item.img} title={item.title} />
            <div className="words">
              <h2>{item.title}</h2>
              <p>
                <span className="name">{item.name}</span> <MomentText timestamp={item.createdAt} />
              </p>
            </div>
            <Star item={item} shown={onlyFavorites ? "favorites" : "all"} />
          </li>
        ))}
      </ul>
    </>
  );
}

function NoItems({ onlyFavorites }: { readonly onlyFavorites: boolean }) {
  return (
    <div className="empty">
      <p role="status">{onlyFavorites ? "No item is a favourite yet." : "There are no items yet."}</p>
      <p>{onlyFavorites ? "Mark one with its star." : "Add the first one with the form."}</p>
    </div>
  );
}

/** The button that marks an item, or takes the mark away. */
function Star({ item, shown }: { readonly item: Item; readonly shown: "all" | "favorites" }) {
  const words = item.favorite
    ? `Remove “${item.title}” from the favourites`
    : `Make “${item.title}” a favourite`;
  return (
    <form method="post" action="/items/favorite">
      <input type="hidden" name="id" value={item.id} />
      <input type="hidden" name="favorite" value={String(!item.favorite)} />
      <input type="hidden" name="shown" value={shown} />
      <button
        type="submit"
        className={item.favorite ? "star marked" : "star"}
        aria-label={words}
        title={words}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="m12 3.500 2.600 5.400 5.900.8-4.300 4.100 1 5.900-5.200-2.800-5.200 2.800 1-5.900L3.500 9.700l5.900-.8Z" />
        </svg>
      </button>
    </form>
  );
}
