-- Takes the search by words away again; nothing else knew of it.

DROP TRIGGER incident_is_searched ON incident;
DROP TRIGGER incident_is_searched_anew ON incident;
DROP FUNCTION incident_search_follows();
DROP TABLE incident_search;
DROP FUNCTION incident_pieces(text, text, text, text, text);
DROP FUNCTION search_pieces(text);
