-- The whole reshape as one statement, as somebody would write it who knows that every document is as expected:
-- full name renamed, three fields nested, the price turned from text into a number.
UPDATE people SET document = (document - '{name,street,city,zip}'::text[]) || jsonb_build_object(
  'fullName', document -> 'name',
  'address', jsonb_build_object('street', document -> 'street', 'city', document -> 'city', 'zip', document -> 'zip'),
  'price', (document ->> 'price')::numeric);
