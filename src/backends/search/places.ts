import { fold } from './fold.ts'

/**
 * Where a customer lives, by the region a shop's freight table names: Brazil's states and the cities most parcels go to; `_` is a
 * blank. Names that are also plain words (Natal, Palmas, Dourados, Pará) are left out.
 */
const PLACES: readonly (readonly [region: string, places: string])[] = [
  [
    'norte',
    'acre amapá amazonas rondônia roraima tocantins manaus belém macapá rio_branco porto_velho boa_vista santarém',
  ],
  [
    'nordeste',
    `alagoas bahia ceará maranhão paraíba pernambuco piauí sergipe salvador recife fortaleza maceió aracaju teresina
     olinda ilhéus caruaru petrolina mossoró joão_pessoa são_luís feira_de_santana campina_grande porto_seguro`,
  ],
  ['centro-oeste', 'goiás goiânia brasília anápolis cuiabá rondonópolis mato_grosso campo_grande distrito_federal'],
  [
    'sudeste',
    `campinas santos sorocaba osasco guarulhos jundiaí piracicaba niterói petrópolis vitória cariacica uberlândia uberaba
     contagem betim são_paulo rio_de_janeiro minas_gerais espírito_santo belo_horizonte juiz_de_fora ribeirão_preto vila_velha
     são_josé_dos_campos santo_andré são_bernardo montes_claros`,
  ],
  [
    'sul',
    `paraná curitiba londrina maringá cascavel ponta_grossa foz_do_iguaçu florianópolis joinville blumenau chapecó itajaí criciúma
     pelotas canoas porto_alegre caxias_do_sul santa_maria santa_catarina rio_grande_do_sul são_josé_dos_pinhais`,
  ],
]

/** The region of a place, both folded: "porto alegre" → "sul". */
export const REGIONS: ReadonlyMap<string, string> = new Map(
  PLACES.flatMap(([region, names]) =>
    names
      .trim()
      .split(/\s+/)
      .map((name) => [fold(name).replaceAll('_', ' '), region] as const),
  ),
)

/** Finds the places in a folded text. */
export const PLACE: RegExp = new RegExp(`\\b(?:${[...REGIONS.keys()].join('|')})\\b`, 'g')
